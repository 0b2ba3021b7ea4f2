use formwork::Generate;

#[derive(Generate)]
#[generate(default)]
struct Wrong {
    field: u8,
}

fn main() {}
