use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(one_of = [1, 256])]
    field: u8,
}

fn main() {}
