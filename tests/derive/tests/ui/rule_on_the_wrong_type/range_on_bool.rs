use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range = 1..)]
    field: bool,
}

fn main() {}
