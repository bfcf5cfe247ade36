/** What the lines below are about. */
export interface SnippetPlace {
  origin: string
  poolId: string
  licenseId: string
  /** `$ROWRIGHT_KEY` until there is one to show. */
  key: string
}

/** Copy-paste lines for the tools buyers already use, each for the newest release. */
export function snippets({ origin, poolId, licenseId, key }: SnippetPlace): { name: string; code: string }[] {
  const folder = `${origin}/v1/pools/${poolId}/releases/latest/files`
  const files = `${origin}/v1/licenses/${licenseId}/releases/latest/files`
  const urls = `import requests
files = requests.get("${files}",
    headers={"Authorization": "Bearer ${key}"}).json()["items"]
urls = [f["url"] for f in files if f["kind"] == "parquet"]
`
  return [
    {
      name: 'curl',
      code: `curl -fL -C - -H "Authorization: Bearer ${key}" \\
  ${folder}/rows-0.parquet -o rows-0.parquet`,
    },
    {
      name: 'Delta Sharing',
      code: `import delta_sharing
table = "license-${licenseId}.share#license-${licenseId}.pool.rows"
rows = delta_sharing.load_as_pandas(table)
changes = delta_sharing.load_table_changes_as_pandas(table, starting_version=2)`,
    },
    { name: 'pandas', code: `${urls}import pandas as pd\nrows = pd.concat(map(pd.read_parquet, urls))` },
    {
      name: 'polars',
      code: `${urls}import polars as pl\nrows = pl.scan_parquet(urls).select("id", "value", "confidence").collect()`,
    },
    {
      name: 'DuckDB',
      code: `${urls}import duckdb\nduckdb.sql("install httpfs; load httpfs")\nrows = duckdb.read_parquet(urls)`,
    },
    {
      name: 'Spark',
      code: `# spark-submit --packages io.delta:delta-sharing-spark_2.13:4.0.0
table = "license-${licenseId}.share#license-${licenseId}.pool.rows"
rows = spark.read.format("deltaSharing").load(table)
changes = spark.read.format("deltaSharing").option("readChangeFeed", "true") \\
    .option("startingVersion", 2).load(table)`,
    },
    {
      name: 'HF datasets',
      code: `${urls}from datasets import load_dataset\nrows = load_dataset("parquet", data_files=urls, split="train")`,
    },
  ]
}
