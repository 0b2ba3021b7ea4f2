use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(one_of = [])]
    field: u8,
}

fn main() {}
