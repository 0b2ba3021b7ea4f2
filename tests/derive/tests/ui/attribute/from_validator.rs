use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(length = 1..=5)]
    field: String,
}

fn main() {}
