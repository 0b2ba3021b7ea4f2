use formwork::Generate;

struct Other;

fn check(_: &Other) -> bool {
    true
}

#[derive(Generate)]
struct Wrong {
    #[generate(check = check)]
    field: Other,
}

fn main() {}
