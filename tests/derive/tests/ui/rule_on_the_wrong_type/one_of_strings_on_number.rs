use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(one_of = ["a"])]
    field: u8,
}

fn main() {}
