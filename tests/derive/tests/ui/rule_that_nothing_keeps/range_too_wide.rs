use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range = 0..=300)]
    field: u8,
}

fn main() {}
