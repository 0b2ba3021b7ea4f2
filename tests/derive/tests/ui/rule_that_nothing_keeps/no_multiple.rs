use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range = 1..=4, multiple_of = 5)]
    field: u8,
}

fn main() {}
