use formwork::Generate;

#[derive(Generate)]
struct Other {
    field: u8,
}

#[derive(Generate)]
#[serde(try_from = "Other")]
struct Wrong {
    field: u8,
}

struct Reason;

impl TryFrom<Other> for Wrong {
    type Error = Reason;

    fn try_from(_: Other) -> Result<Self, Reason> {
        Err(Reason)
    }
}

fn main() {}
