"""The people of the demo who can sign in: one for each role. All are invented."""

# Nothing but demo data is behind it; it is printed at every start of the demo.
PASSWORD = "hoi-cho-2026-mau"  # noqa: S105

# (key, role as printed, e-mail, full name)
PEOPLE = (
    ("organiser", "organiser", "chau@example.vn", "Hoàng Thị Minh Châu"),
    ("reviewer", "reviewer", "duyet@example.vn", "Nguyễn Hải Yến"),
    ("finance", "finance", "taichinh@example.vn", "Bùi Thị Lan"),
    ("chair", "programme chair", "chuongtrinh@example.vn", "Vũ Quốc Trí"),
    ("supervisor", "check-in supervisor", "soatthe@example.vn", "Phạm Văn Đức"),
    ("steward", "steward", "cong1@example.vn", "Lò Văn Én"),
    ("hall_master", "hall master", "sanhang@example.vn", "Vi Văn Thắng"),
    ("auditor", "auditor", "kiemtra@example.vn", "Trần Thu Trang"),
    ("leader", "leadership", "lanhdao@example.vn", "Đỗ Quang Vinh"),
    ("exhibitor", "exhibitor (X4)", "x4@example.vn", "Ngô Thị Bích Ngọc"),
    ("exhibitor_staff", "exhibitor staff (X4)", "x4-nhanvien@example.vn", "Cao Văn Lâm"),
    ("reporter", "provincial centre (Lai Châu)", "laichau@example.vn", "Phạm Thu Hà"),
    ("phutho", "organiser of Phú Thọ", "phutho@example.vn", "Lê Hồng Sơn"),
    ("central", "central agency", "trunguong@example.vn", "Đinh Thị Hạnh"),
    ("ministry", "ministry (reads everything)", "bo@example.vn", "Trịnh Công Thành"),
    ("operator", "operator", "admin@example.vn", "Mai Anh Tuấn"),
)

SIGN_INS = tuple((role, email, PASSWORD) for _key, role, email, _name in PEOPLE)
