"""What WhatsApp itself writes into an export, by language. A missing language costs a kind, never a byte."""

import re

OMITTED = frozenset(
    """
<Media omitted>
<Médias omis>
<Fichier omis>
<Medien ausgeschlossen>
<Medien weggelassen>
<Multimedia omitido>
<Archivo omitido>
<Mídia oculta>
<Arquivo de mídia oculto>
<Ficheiro não revelado>
<Média omitida>
<Media omessi>
<Media omesso>
<Media weggelaten>
<Без медиафайлов>
<Медиафайл пропущен>
<Файл пропущено>
<Media tidak disertakan>
<Media tidak disertakan.>
<Media dikecualikan>
<Bỏ qua Media>
<Đã bỏ qua Media>
<Media bị bỏ qua>
<Medya dahil edilmedi>
<pominięto multimedia>
<Média vynechána>
<Média vynecháno>
<Hiányzó médiafájl>
<Conținutul media a fost omis>
<Media har utelämnats>
<Utelämnad media>
<Mediefil udeladt>
<Mediefil utelatt>
<Media jätettiin pois>
<Παραλήφθηκαν πολυμέσα>
<تم استبعاد الوسائط>
<המדיה לא נכללה>
<मीडिया छोड़ा गया>
<मीडिया के बिना>
<ไม่รวมไฟล์สื่อ>
<ละเว้นสื่อ>
<省略多媒体文件>
<媒體已略去>
<省略多媒體檔案>
<メディアなし>
<メディアは含まれていません>
<미디어 제외됨>
<미디어 파일을 생략한 대화내용>
""".strip().splitlines()
)

DELETED = frozenset(
    line.rstrip(".")
    for line in """
This message was deleted
This message was deleted.
You deleted this message
You deleted this message.
Ce message a été supprimé
Vous avez supprimé ce message
Diese Nachricht wurde gelöscht
Du hast diese Nachricht gelöscht
Se eliminó este mensaje
Eliminaste este mensaje
Este mensaje fue eliminado
Mensagem apagada
Você apagou esta mensagem
Esta mensagem foi apagada
Apagou esta mensagem
Questo messaggio è stato eliminato
Hai eliminato questo messaggio
Dit bericht is verwijderd
U hebt dit bericht verwijderd
Je hebt dit bericht verwijderd
Данное сообщение удалено
Вы удалили данное сообщение
Сообщение удалено
Pesan ini telah dihapus
Anda telah menghapus pesan ini
Mesej ini telah dipadam
Tin nhắn này đã bị xóa
Tin nhắn này đã bị xoá
Bạn đã xóa tin nhắn này
Bạn đã xoá tin nhắn này
Bu mesaj silindi
Bu mesajı sildiniz
Ta wiadomość została usunięta
Usunięto tę wiadomość
Tato zpráva byla odstraněna
تم حذف هذه الرسالة
لقد حذفت هذه الرسالة
حذفت هذه الرسالة
הודעה זו נמחקה
यह मैसेज मिटा दिया गया है
यह संदेश हटा दिया गया था
आपने यह मैसेज मिटा दिया
ข้อความนี้ถูกลบแล้ว
คุณลบข้อความนี้แล้ว
此消息已删除
此讯息已删除
您删除了这条消息
您已删除此消息
此訊息已刪除
您已刪除此訊息
このメッセージは削除されました
このメッセージを削除しました
삭제된 메시지입니다
이 메시지를 삭제했습니다
""".strip().splitlines()
)

EDITED = re.compile(
    r"<(?:This message was edited|Ce message a été modifié|Diese Nachricht wurde bearbeitet|"
    r"Se editó este mensaje|Mensagem editada|Esta mensagem foi editada|Questo messaggio è stato modificato|"
    r"Dit bericht is bewerkt|Сообщение изменено|Данное сообщение изменено|Pesan ini diedit|Pesan ini telah diedit|"
    r"Tin nhắn này đã được chỉnh sửa|Đã chỉnh sửa tin nhắn này|Bu mesaj düzenlendi|Ta wiadomość została edytowana|"
    r"تم تعديل هذه الرسالة|यह मैसेज एडिट किया गया था|ข้อความนี้ถูกแก้ไขแล้ว|此消息已编辑|此訊息已編輯|"
    r"このメッセージは編集されました|메시지가 수정되었습니다)\.?>$"
)

# A file that lies beside the text. WhatsApp's own names and signs tell it in any language; other names need the words.
OWN_NAME = re.compile(
    r"[\u200e\u200f]*((?:IMG|VID|AUD|PTT|STK|DOC|GIF)-\d{8}-WA\d{4,}\.\w{2,5}) \([^()\n]{3,60}\)(?:\r?\n|$)"
)
ATTACHED = re.compile(r"[\u200e\u200f]*<(?:[^:<>\n]{2,30}): ?([^<>\n]{1,200}\.\w{1,8})>")
BESIDE = re.compile(
    r"[\u200e\u200f]*([^\n]{1,200}\.\w{1,8}) \((?:file attached|fichier joint|Datei angehängt|archivo adjunto|"
    r"arquivo anexado|ficheiro anexado|file allegato|bestand bijgevoegd|файл добавлен|file terlampir|fail dilampirkan|"
    r"tệp đính kèm|tập tin đính kèm|dosya ekli|plik dołączony|الملف مرفق|קובץ מצורף|फ़ाइल अटैच की गई|ไฟล์ที่แนบ|"
    r"文件附件|檔案附件|"
    r"添付ファイル|파일 첨부됨)\)(?:\r?\n|$)"
)
OMITTED_IOS = re.compile(
    r"[\u200e\u200f]+(?:(?:image|video|audio|sticker|document|GIF|Contact card|video note) omitted|"
    r"(?:image absente|vidéo absente|audio omis|sticker omis|document manquant)|"
    r"(?:Bild|Video|Audio|Sticker|Dokument|GIF) weggelassen|"
    r"(?:imagen omitida|Video omitido|audio omitido|sticker omitido|documento omitido|imagem ocultada|vídeo omitido|"
    r"áudio ocultado|immagine omessa|video omesso|audio omesso|afbeelding weggelaten|gambar tidak disertakan|"
    r"hình ảnh đã bị bỏ qua|изображение отсутствует|görüntü dahil edilmedi|图像已忽略|忽略图片|圖片已略去)|"
    r"[^\n:]{1,60}• \d+ [^\n:]{1,20}? omitted)$"
)

# What stands before a colon in a line of WhatsApp's own, though it looks like a sender.
SYSTEM_BEFORE_COLON = re.compile(
    r"[\"“«„]|https?$|\b(?:changed the|created group|added|removed|joined using|security code|"
    r"a changé|a créé|a ajouté|hat (?:die|den|das) |cambió|creó|añadió|alterou|criou|mudou|"
    r"ha cambiato|ha creato|hozzáadta|dodał|dodała)\b"
)
HINTS = (("à", "the word “à”"), ("klo", "the word “klo”"), ("às", "the word “às”"), ("um", "the word “um”"))
