use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    field: fn() -> u8,
}

fn main() {}
