use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(one_of = ['a', 'b'])]
    field: char,
}

fn main() {}
