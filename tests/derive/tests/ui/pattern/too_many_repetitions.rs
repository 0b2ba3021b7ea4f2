use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(pattern = "^a{5000}$")]
    field: String,
}

fn main() {}
