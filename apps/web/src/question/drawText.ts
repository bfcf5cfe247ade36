/** A line of text as a picture (PNG data URL), as a scan may look. Only in a browser. */
export function drawText(text: string): string {
  const canvas = document.createElement('canvas')
  const size = 44
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('This browser draws no pictures')
  const font = `${size}px Georgia, "Noto Serif", "Noto Serif TC", "Songti TC", serif`
  pen.font = font
  canvas.width = Math.ceil(pen.measureText(text).width) + 2 * size
  canvas.height = size * 3
  pen.font = font
  pen.fillStyle = '#f6f1e4'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = '#33302a'
  pen.fillText(text, size, size * 1.85)
  return canvas.toDataURL('image/png')
}
