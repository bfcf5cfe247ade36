import pg from 'pg'

/**
 * Columns that default to a random uuid take a version 7 one that counts up and is otherwise drawn from `seed`: who is
 * handed which task hangs on ids, so with random ones a test of statistics fails once in a hundred runs.
 */
export async function drawIdsFromSeed(url: string, seed: number): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'rowright testing' })
  await client.connect()
  try {
    await client.query(`
      create schema testing;
      create sequence testing.drawn;
      create function testing.draw_id() returns uuid language plpgsql as $body$
      declare
        n bigint := nextval('testing.drawn');
        noise text := md5('${seed} ' || n);
      begin
        return (lpad(to_hex(1764201600000 + n), 12, '0') || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid;
      end $body$;
      do $body$
      declare of record;
      begin
        for of in
          select d.adrelid::regclass as held_by, quote_ident(a.attname) as held_in
          from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
          where pg_get_expr(d.adbin, d.adrelid) in ('uuidv7()', 'gen_random_uuid()')
        loop
          execute format('alter table %s alter column %s set default testing.draw_id()', of.held_by, of.held_in);
        end loop;
      end $body$;`)
  } finally {
    await client.end()
  }
}
