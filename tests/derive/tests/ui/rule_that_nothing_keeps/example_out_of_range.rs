use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range = 0..=9, example = 12)]
    field: u8,
}

fn main() {}
