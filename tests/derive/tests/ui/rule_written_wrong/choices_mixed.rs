use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(one_of = ["a", 1])]
    field: String,
}

fn main() {}
