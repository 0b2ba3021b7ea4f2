use formwork::Generate;

#[derive(Generate)]
#[generate(crate = "std")]
struct Wrong {
    field: u8,
}

fn main() {}
