use formwork::Generate;

#[derive(Generate)]
#[generate(renam_all = "lowercase")]
struct Wrong {
    field: u8,
}

fn main() {}
