use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(len = 5..=1)]
    field: String,
}

fn main() {}
