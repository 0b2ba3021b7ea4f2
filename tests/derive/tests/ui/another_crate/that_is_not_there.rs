use formwork::Generate;

#[derive(Generate)]
#[generate(crate = "nowhere")]
struct Wrong {
    field: u8,
}

fn main() {}
