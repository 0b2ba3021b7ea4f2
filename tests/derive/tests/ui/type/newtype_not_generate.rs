use formwork::Generate;

struct Other;

#[derive(Generate)]
struct Wrong(Vec<Other>);

fn main() {}
