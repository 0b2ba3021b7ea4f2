use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(one_of = [1, 2])]
    field: String,
}

fn main() {}
