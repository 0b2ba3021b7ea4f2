use formwork::Generate;

struct Other;

#[derive(Generate)]
struct Wrong {
    field: Vec<Other>,
}

fn main() {}
