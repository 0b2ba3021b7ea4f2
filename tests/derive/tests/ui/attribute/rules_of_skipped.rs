use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(skip, range = 1..=2)]
    field: u8,
}

fn main() {}
