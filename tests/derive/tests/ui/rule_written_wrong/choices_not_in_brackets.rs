use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(one_of = "a")]
    field: String,
}

fn main() {}
