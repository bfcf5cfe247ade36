'use client'

/** The last resort when even the layout failed: no styles, no translations, two sentences. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui', maxWidth: '32rem', margin: '4rem auto', padding: '0 1rem' }}>
        <title>Rowright</title>
        <h1>This page did not load</h1>
        <p>Nothing you sent is lost. 這個頁面沒有載入成功，您送出的內容都還在。</p>
        <button type="button" onClick={() => retry()}>
          Try again · 再試一次
        </button>
      </body>
    </html>
  )
}
