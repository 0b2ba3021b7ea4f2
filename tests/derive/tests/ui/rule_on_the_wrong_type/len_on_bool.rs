use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(len = ..=5)]
    field: bool,
}

fn main() {}
