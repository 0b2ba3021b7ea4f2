use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(one_of = ["short", "long"], len = 5..)]
    field: String,
}

fn main() {}
