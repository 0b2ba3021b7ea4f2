use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(pattern = "^a\\bb$")]
    field: String,
}

fn main() {}
