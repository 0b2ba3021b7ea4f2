use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(one_of = ["small", "large"], example = "medium")]
    field: String,
}

fn main() {}
