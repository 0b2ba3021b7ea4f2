use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range = 1..=5)]
    field: String,
}

fn main() {}
