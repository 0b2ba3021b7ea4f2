use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(len = 1..=5)]
    field: u8,
}

fn main() {}
