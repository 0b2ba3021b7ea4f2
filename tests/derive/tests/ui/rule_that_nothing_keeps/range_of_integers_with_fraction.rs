use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range = 0.5..=9.5)]
    field: u8,
}

fn main() {}
