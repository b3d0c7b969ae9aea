INSERT INTO ost_department (id, pid, flags, name, signature, updated, created) VALUES
  (1, NULL, 4, 'Support', '', NOW(), NOW()), (2, 1, 4, 'Level 2', '', NOW(), NOW()), (3, 0, 4, 'Försäljning', '', NOW(), NOW());
INSERT INTO ost_canned_response VALUES
  (1, 0, 1, 'Refund sent', '<p>Hi %{ticket.name.first},</p><p>it\'s on its way.\\ \"%{ticket.number}\"</p>', 'en_US',
   '<p>Ask the ledger</p>', '2024-01-02 03:04:05', '2024-02-03 04:05:06'),
  (2, 2, 1, 'Rücksendung 退货', '<p>Öffnen Sie <a href="https://shop.example/r">Rücksendung</a>.<img src="cid:aaaabbbbccccddddeeeeffffgggghhhh"></p>',
   'de_DE', NULL, '0000-00-00 00:00:00', '0000-00-00 00:00:00'),
  (3, 3, 0, 'Switched off', '<p>Old.</p>', 'en_US', NULL, NOW(), NOW()),
  (4, 9, 1, 'Of a department that is no more', '<p>Secret.</p>', 'en_US', NULL, NOW(), NOW()),
  (5, 3, 1, 'Soon gone', '<p>Soon gone.</p>', 'en_US', NULL, NOW(), NOW()),
  (6, 0, 1, 'Without text', ' ', 'en_US', NULL, NOW(), NOW());
INSERT INTO ost_faq_category (category_id, category_pid, ispublic, name, description, notes, created, updated) VALUES
  (1, NULL, 1, 'Money', '', '', NOW(), NOW()), (2, 1, 2, 'Refunds', '', '', NOW(), NOW()), (3, NULL, 0, 'Inside', '', '', NOW(), NOW());
INSERT INTO ost_faq VALUES
  (1, 2, 1, 'How long does a refund take?', '<p>Five days.</p>', 'refund, money', '', '2024-01-02 03:04:05', '2024-02-03 04:05:06'),
  (2, 3, 1, 'Which code opens the store?', '<p>R2.</p>', ' ', '', NOW(), NOW()),
  (3, 1, 0, 'A draft?', '<p>Not public yet.</p>', ' ', '', NOW(), NOW());
INSERT INTO ost_help_topic VALUES (1, 0, 'Orders', '', NOW(), NOW()), (2, 1, 'Returns', '', NOW(), NOW());
INSERT INTO ost_faq_topic VALUES (1, 2);
INSERT INTO ost_translation (object_hash, type, flags, lang, text) VALUES
  (RIGHT(MD5('faq.q:a.1'), 16), 'article', 8, 'de', CONCAT_WS(CHAR(3), 'A', 'question', 'Wie lange dauert eine Erstattung?', 'answer', '<p>Fünf Tage.</p>')),
  (RIGHT(MD5('dept.name.1'), 16), 'phrase', 0, 'de', 'Hilfe');
INSERT INTO ost_file (id, type, `key`, signature, name, created) VALUES
  (1, 'application/pdf', 'k1', 's', 'form.pdf', NOW()), (2, 'image/png', 'aaaabbbbccccddddeeeeffffgggghhhh', 's', 'where.png', NOW()),
  (3, 'text/plain', 'k3', 's', 'of-a-customer.txt', NOW()), (4, 'application/pdf', 'k4', 's', 'formular.pdf', NOW());
INSERT INTO ost_file_chunk VALUES (1, 0, UNHEX('255044462D002227275C0A3B0D1AFF')), (2, 0, REPEAT(UNHEX('5C27223B0A'), 20000));
INSERT INTO ost_attachment (object_id, type, file_id, name, inline, lang) VALUES
  (1, 'C', 1, 'Return form.pdf', 0, NULL), (2, 'C', 2, NULL, 1, NULL), (77, 'H', 3, NULL, 0, NULL), (1, 'F', 4, NULL, 0, 'de');
INSERT INTO ost_thread_entry (title, body, created) VALUES
  ('Evil', 'Hello\');\nINSERT INTO `ost_canned_response` VALUES (99,0,1,\'Injected\',\'<p>Call 0900.</p>\',\'en_US\',NULL,NOW(),NOW());\n-- ', NOW()),
  ('Evil', '*/; -- \\', NOW());
