use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(pattern = "^[a-z]+")]
    field: String,
}

fn main() {}
