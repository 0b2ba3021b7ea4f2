use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    field: [u8],
}

fn main() {}
