use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(pattern = "^\\p{L}+$")]
    field: String,
}

fn main() {}
