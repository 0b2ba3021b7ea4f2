use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(pattern = "^(([a-z]{100}){100}){100}$")]
    field: String,
}

fn main() {}
