"""Six Python clients read a running system. Prints one JSON object a line for each thing that was tried."""

import json
import os
import sys
import tempfile
import time
import urllib.request

config = json.load(open(sys.argv[1]))
URL, KEY, POOL = config["url"], config["key"], config["poolId"]
VERSIONS = config["versions"]
FIRST, LATEST = VERSIONS[0], VERSIONS[-1]
COLUMNS = ["id", "value"]


def fetch(path):
    request = urllib.request.Request(URL + path, headers={"Authorization": f"Bearer {KEY}"})
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def files_of(version):
    license_id = config["share"].removeprefix("license-")
    return fetch(f"/v1/licenses/{license_id}/releases/{version['releaseId']}/files")["items"]


def urls(version, kind="parquet"):
    return [one["url"] for one in files_of(version) if one["kind"] == kind]


def tried(client, feature):
    def run(work):
        began = time.time()
        try:
            detail = work()
            ok = True
        except Exception as error:  # Every failure is the result of the trial, whatever it is.
            ok, detail = False, f"{type(error).__name__}: {error}"
        print(json.dumps({"client": client, "feature": feature, "ok": ok, "detail": str(detail)[:2000],
                          "seconds": round(time.time() - began, 3)}), flush=True)

    return run


def expect(found, wanted):
    if found != wanted:
        raise AssertionError(f"found {found!r}, wanted {wanted!r}")
    return found


def delta_sharing_client():
    import delta_sharing

    profile = os.path.join(tempfile.mkdtemp(), "rowright.share")
    json.dump(config["profile"], open(profile, "w"))
    client = delta_sharing.SharingClient(profile)
    table = f"{profile}#{config['share']}.pool.rows"

    @tried("delta-sharing", "list")
    def _():
        expect([share.name for share in client.list_shares()], [config["share"]])
        tables = client.list_all_tables()
        expect([(one.share, one.schema, one.name) for one in tables], [(config["share"], "pool", "rows")])
        expect(delta_sharing.get_table_version(table), LATEST["version"])

    @tried("delta-sharing", "full read")
    def _():
        frame = delta_sharing.load_as_pandas(table)
        expect(frame["row_id"].nunique(), LATEST["rows"])
        expect(len(delta_sharing.load_as_pandas(table, limit=5)), 5)

    if config["phase"] == "before":
        @tried("delta-sharing", "time travel")
        def _():
            for version in VERSIONS:
                expect(len(delta_sharing.load_as_pandas(table, version=version["version"])), version["rows"])

        @tried("delta-sharing", "change feed")
        def _():
            changes = delta_sharing.load_table_changes_as_pandas(table, starting_version=2)
            expect(set(changes["_change_type"]), {"insert"})
            expect(len(changes), LATEST["rows"] - FIRST["rows"])
            # The first version's files have a column less: read across both, its rows have nothing there.
            across = delta_sharing.load_table_changes_as_pandas(table, starting_version=1)
            expect(len(across), LATEST["rows"])
            expect(int(across["task_type"].isna().sum()), FIRST["rows"])
            first = delta_sharing.load_table_changes_as_pandas(table, starting_version=1, ending_version=1)
            expect(len(first), FIRST["rows"])
    else:
        @tried("delta-sharing", "change feed")
        def _():
            changes = delta_sharing.load_table_changes_as_pandas(table, starting_version=3)
            expect(set(changes["_change_type"]), {"delete"})
            expect(len(changes), VERSIONS[1]["rows"] - LATEST["rows"])
            gone = changes.drop(columns=["row_id", "_change_type", "_commit_version", "_commit_timestamp"])
            expect(bool(gone.isna().all().all()), True)
            across = delta_sharing.load_table_changes_as_pandas(table, starting_version=2)
            expect(int((across["_change_type"] == "insert").sum()), 0)

        @tried("delta-sharing", "time travel")
        def _():
            try:
                delta_sharing.load_as_pandas(table, version=VERSIONS[1]["version"])
            except Exception as error:
                expect("withdrawn" in str(error), True)
                return
            raise AssertionError("a withdrawn version was readable")


def mlcroissant_client():
    import mlcroissant as mlc

    os.environ["CROISSANT_BASIC_AUTH_USERNAME"] = "api"
    os.environ["CROISSANT_BASIC_AUTH_PASSWORD"] = KEY
    location = f"{URL}/v1/pools/{POOL}/releases/{LATEST['releaseId']}/croissant.json"
    with urllib.request.urlopen(location) as response:
        text = response.read()
    path = os.path.join(tempfile.mkdtemp(), "croissant.json")
    open(path, "wb").write(text)

    @tried("mlcroissant", "Croissant validate")
    def _():
        dataset = mlc.Dataset(jsonld=path)
        issues = dataset.metadata.ctx.issues
        expect((list(issues.errors), list(issues.warnings)), ([], []))

    def read():
        return list(mlc.Dataset(jsonld=path).records("rows"))

    @tried("mlcroissant", "Croissant read")
    def _():
        records = read()
        expect(len({record["rows/row_id"] for record in records}), LATEST["rows"])

    @tried("mlcroissant", "full read")
    def _():
        expect(len(read()), LATEST["rows"])


def datasets_client():
    from datasets import load_dataset

    def load(version, **options):
        return load_dataset("parquet", data_files=urls(version), split="train", **options)

    @tried("datasets", "full read")
    def _():
        expect(len(load(LATEST)), LATEST["rows"])

    @tried("datasets", "column projection")
    def _():
        expect(load(LATEST, columns=COLUMNS).column_names, COLUMNS)

    @tried("datasets", "resume")
    def _():
        stream = load(LATEST, streaming=True)
        rows = iter(stream)
        read = [next(rows)["row_id"] for _ in range(LATEST["rows"] // 2)]
        state = stream.state_dict()
        again = load(LATEST, streaming=True)
        again.load_state_dict(state)
        rest = [row["row_id"] for row in again]
        expect(len(set(read + rest)), LATEST["rows"])
        expect(len(read) + len(rest), LATEST["rows"])

    by_files("datasets", lambda found: len(load_dataset("parquet", data_files=found, split="train")))


def mixed(client, read):
    """Versions with and without the column `task_type`, read as one: nothing stands where it was not kept."""
    if config["phase"] == "before":
        @tried(client, "full read")
        def _():
            expect(read(urls(FIRST) + urls(LATEST)), (FIRST["rows"] + LATEST["rows"], FIRST["rows"]))


def by_files(client, count):
    """Time travel and changes of clients that read files: those of an older version, and those that say what changed."""
    if config["phase"] == "before":
        @tried(client, "time travel")
        def _():
            expect(count(urls(FIRST)), FIRST["rows"])

    @tried(client, "change feed")
    def _():
        expect(count(urls(LATEST, "changes")), abs(LATEST["rows"] - VERSIONS[-2]["rows"]))


def pyarrow_client():
    import fsspec
    import pyarrow.dataset
    import pyarrow.parquet

    web = fsspec.filesystem("http")

    @tried("pyarrow", "full read")
    def _():
        table = pyarrow.dataset.dataset(urls(LATEST), format="parquet", filesystem=web).to_table()
        expect(table.num_rows, LATEST["rows"])

    def across(found):
        files = [pyarrow.dataset.dataset(one, format="parquet", filesystem=web) for one in found]
        schema = pyarrow.unify_schemas([one.schema for one in files])
        table = pyarrow.dataset.dataset(found, schema=schema, format="parquet", filesystem=web).to_table()
        return table.num_rows, table["task_type"].null_count

    mixed("pyarrow", across)

    @tried("pyarrow", "column projection")
    def _():
        with web.open(urls(LATEST)[0]) as file:
            expect(pyarrow.parquet.ParquetFile(file).read(columns=COLUMNS).column_names, COLUMNS)

    by_files("pyarrow", lambda found: sum(pyarrow.parquet.ParquetFile(web.open(one)).metadata.num_rows for one in found))


def polars_client():
    import polars

    @tried("polars", "full read")
    def _():
        expect(polars.read_parquet(urls(LATEST)).height, LATEST["rows"])

    def across(found):
        frame = polars.concat([polars.read_parquet(one) for one in found], how="diagonal")
        return frame.height, frame["task_type"].null_count()

    mixed("polars", across)

    @tried("polars", "column projection")
    def _():
        frame = polars.scan_parquet(urls(LATEST)).select(COLUMNS).filter(polars.col("value") == "yes").collect()
        expect(frame.columns, COLUMNS)

    by_files("polars", lambda found: polars.read_parquet(found).height)


def duckdb_client():
    import datetime

    import duckdb
    from fsspec.implementations.http import HTTPFileSystem

    class Immutable(HTTPFileSystem):
        """DuckDB asks when a file was changed, which fsspec does not answer: named by their hash, ours never are."""

        def modified(self, path):
            return datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)

    # The httpfs extension would be downloaded at run time; this needs nothing but the two packages.
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})
    connection.register_filesystem(Immutable())

    def query(found, what="count(*)"):
        return connection.execute(f"select {what} from read_parquet(?)", [found]).fetchall()

    @tried("duckdb", "full read")
    def _():
        expect(query(urls(LATEST))[0][0], LATEST["rows"])

    mixed("duckdb", lambda found: connection.execute(
        "select count(*), count(*) - count(task_type) from read_parquet(?, union_by_name=true)", [found]).fetchone())

    @tried("duckdb", "column projection")
    def _():
        expect(len(query(urls(LATEST), "id, value")[0]), 2)

    by_files("duckdb", lambda found: query(found)[0][0])


for name, client in {"delta-sharing": delta_sharing_client, "mlcroissant": mlcroissant_client,
                     "datasets": datasets_client, "pyarrow": pyarrow_client, "polars": polars_client,
                     "duckdb": duckdb_client}.items():
    try:
        client()
    except Exception as error:  # A client that does not even start has no feature, and the others go on.
        print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
        print(json.dumps({"client": name, "feature": "full read", "ok": False, "detail": str(error)}), flush=True)
