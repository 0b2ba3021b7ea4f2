use formwork::Generate;

struct Other;

#[derive(Generate)]
struct Wrong {
    field: u8,
    #[serde(skip)]
    left_out: Other,
}

fn main() {}
