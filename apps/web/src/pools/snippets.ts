/** What the lines below are about. */
export interface SnippetPlace {
  origin: string
  poolId: string
  licenseId: string
  /** The newest version there is: changes are asked for from it on. */
  version: number
}

export interface Snippet {
  name: string
  /** `sh` finds the key in the environment's ROWRIGHT_KEY, and so does `python`. */
  language: 'sh' | 'python'
  code: string
}

/** Copy-paste lines for the tools buyers already use, each for the newest release. `npm run interop` runs them. */
export function snippets({ origin, poolId, licenseId, version }: SnippetPlace): Snippet[] {
  const folder = `${origin}/v1/pools/${poolId}/releases/latest/files`
  const files = `${origin}/v1/licenses/${licenseId}/releases/latest/files`
  const urls = `import os, requests
files = requests.get("${files}",
    headers={"Authorization": f"Bearer {os.environ['ROWRIGHT_KEY']}"}).json()["items"]
urls = [f["url"] for f in files if f["kind"] == "parquet"]
`
  const python = (name: string, code: string): Snippet => ({ name, language: 'python', code })
  return [
    {
      name: 'curl',
      language: 'sh',
      code: `curl -fL -C - -H "Authorization: Bearer $ROWRIGHT_KEY" \\
  ${folder}/rows-0.parquet -o rows-0.parquet`,
    },
    python(
      'Delta Sharing',
      `import delta_sharing
table = "license-${licenseId}.share#license-${licenseId}.pool.rows"
rows = delta_sharing.load_as_pandas(table)
changes = delta_sharing.load_table_changes_as_pandas(table, starting_version=${version})`,
    ),
    python('pandas', `${urls}import pandas as pd\nrows = pd.concat(map(pd.read_parquet, urls))`),
    python(
      'polars',
      `${urls}import polars as pl\nrows = pl.scan_parquet(urls).select("id", "value", "confidence").collect()`,
    ),
    python(
      'DuckDB',
      `${urls}import duckdb, fsspec, pyarrow.dataset
release = pyarrow.dataset.dataset(urls, filesystem=fsspec.filesystem("http"))
rows = duckdb.sql("select id, value, confidence from release where confidence > 0.5")`,
    ),
    python(
      'Spark',
      `# spark-submit --packages io.delta:delta-sharing-spark_2.13:4.0.0
table = "license-${licenseId}.share#license-${licenseId}.pool.rows"
rows = spark.read.format("deltaSharing").load(table)
changes = spark.read.format("deltaSharing").option("readChangeFeed", "true") \\
    .option("startingVersion", ${version}).load(table)`,
    ),
    python(
      'HF datasets',
      `${urls}from datasets import load_dataset\nrows = load_dataset("parquet", data_files=urls, split="train")`,
    ),
  ]
}

/** The line that saves a release as JSONL. @param key shown in place of the environment's, where it has just been made. */
export const exportLine = (
  { origin, poolId }: Pick<SnippetPlace, 'origin' | 'poolId'>,
  release: { id: string; version: number },
  key = '$ROWRIGHT_KEY',
): string =>
  `curl -fL -H "Authorization: Bearer ${key}" ${origin}/v1/pools/${poolId}/releases/${release.id}/export.jsonl -o release-${release.version}.jsonl`
