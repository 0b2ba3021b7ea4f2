use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range = 0..=99999999999999999999999999999999999999999)]
    field: u128,
}

fn main() {}
