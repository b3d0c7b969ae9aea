INSERT INTO mailboxes VALUES (1, 'Shop', 'help@shop.example', 'secret', NULL, NULL), (2, 'Boutique', 'aide@shop.example', NULL, NULL, NULL);
INSERT INTO users VALUES (1, 'Mara', 'Lindqvist', 'mara@shop.example', 'x');
INSERT INTO attachments (id, thread_id, file_name, mime_type, type) VALUES (4, NULL, 'form.pdf', 'application/pdf', 1), (5, 9, 'mail.txt', 'text/plain', 1);
INSERT INTO saved_replies VALUES
  (1, 1, 'Money', NULL, 1, '2024-01-02 03:04:05', '2024-01-02 03:04:05', 1, NULL, NULL, 0, 0),
  (2, 1, 'Refunds', '', 1, NULL, NULL, 1, 1, NULL, 0, 0),
  (3, 1, 'Refund sent', '<div>Hi {%customer.firstName,fallback=there%},</div><div>it\'s on its way.<img src="/storage/attachment/1/w.png?id=4&amp;token=x"><br></div>', 1,
   '2024-01-02 03:04:05', '2024-02-03 04:05:06', 1, 2, '[4,5]', 0, 0),
  (4, 2, 'Bienvenue 🙂', '<div>Bonjour, ça va ?</div>', 1, NULL, NULL, 1, NULL, '["4"]', 1, 0),
  (5, 2, 'Retour', '<div>Écrivez-nous.</div>', 7, NULL, NULL, 1, NULL, 'broken', 0, 0),
  (6, 8, 'Of a mailbox that is no more', '<div>Secret.</div>', 1, NULL, NULL, 1, NULL, NULL, 0, 0),
  (7, 1, 'Nothing', '', 1, NULL, NULL, 1, NULL, NULL, 0, 0);
