use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range = 1..=5, minimum = 2)]
    field: u8,
}

fn main() {}
