use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(len = 1.., len = ..=5)]
    field: String,
}

fn main() {}
