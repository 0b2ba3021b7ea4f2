use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(with = "my_module")]
    field: String,
}

fn main() {}
