use formwork::Generate;

#[derive(Generate)]
#[generate(crate = "this library")]
struct Wrong {
    field: u8,
}

fn main() {}
