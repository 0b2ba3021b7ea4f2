use formwork::Generate;

struct Other;

#[derive(Generate)]
struct Wrong {
    field: Other,
}

fn main() {}
