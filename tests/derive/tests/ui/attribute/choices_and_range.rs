use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(one_of = [1, 2], range = 1..=2)]
    field: u8,
}

fn main() {}
