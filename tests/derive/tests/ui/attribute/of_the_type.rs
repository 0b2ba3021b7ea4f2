use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(rename_all = "camelCase")]
    field: String,
}

fn main() {}
