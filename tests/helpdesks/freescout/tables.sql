-- FreeScout's saved replies as dumps that its users published have them (the module itself is not public), and the tables of
-- its public migrations that they point to.
CREATE TABLE attachments (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, thread_id INT NULL, user_id INT NULL, file_dir VARCHAR(20) NULL,
  file_name VARCHAR(255) NOT NULL, mime_type VARCHAR(127) NOT NULL, type INT UNSIGNED NOT NULL, size INT UNSIGNED NULL,
  embedded TINYINT(1) NOT NULL DEFAULT 0
) DEFAULT CHARSET=utf8mb4;
CREATE TABLE mailboxes (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40) NOT NULL, email VARCHAR(128) NOT NULL,
  out_password TEXT NULL, created_at TIMESTAMP NULL, updated_at TIMESTAMP NULL
) DEFAULT CHARSET=utf8mb4;
CREATE TABLE saved_replies (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, mailbox_id INT NOT NULL, name VARCHAR(75) NOT NULL, text LONGTEXT,
  user_id INT NOT NULL, created_at TIMESTAMP NULL DEFAULT NULL, updated_at TIMESTAMP NULL DEFAULT NULL,
  sort_order INT NOT NULL DEFAULT 1, parent_saved_reply_id INT UNSIGNED NULL, attachments TEXT NULL,
  global TINYINT(1) NOT NULL DEFAULT 0, auto_load TINYINT(1) NOT NULL DEFAULT 0, KEY (mailbox_id, sort_order)
) DEFAULT CHARSET=utf8mb4;
CREATE TABLE users (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, first_name VARCHAR(20) NULL, last_name VARCHAR(30) NULL,
  email VARCHAR(100) NOT NULL, password VARCHAR(255) NOT NULL
) DEFAULT CHARSET=utf8mb4;
