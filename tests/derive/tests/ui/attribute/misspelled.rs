use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(rnage = 1..=5)]
    field: u8,
}

fn main() {}
