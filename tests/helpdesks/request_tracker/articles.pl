# Writes articles into a Request Tracker as its own pages would: `fill` makes classes, fields, topics, articles and two
# tokens (printed: the administrator's, and a reader's who sees one class); `change` is a day's work on them.
use strict;
use warnings;
use utf8;
use lib '/usr/share/request-tracker5/lib';
use RT;
use RT::AuthToken;

RT::LoadConfig();
RT::Init();

sub check {
    my ($ok, $message) = @_;
    die "failed: $message\n" unless $ok;
    return $ok;
}

sub loaded {
    my ($kind, $name) = @_;
    my $record = "RT::$kind"->new($RT::SystemUser);
    $kind eq 'Article' ? $record->LoadByCols(Name => $name) : $record->Load($name);
    check($record->Id, "$kind $name");
    return $record;
}

sub field {
    my ($class, $name, $type, @values) = @_;
    my $field = RT::CustomField->new($RT::SystemUser);
    my $many = $type eq 'Select' ? 0 : 1;
    check($field->Create(Name => $name, Type => $type, MaxValues => $many, LookupType => 'RT::Class-RT::Article'));
    check($field->AddToObject($class));
    check($field->AddValue(Name => $_)) for @values;
    return $field;
}

sub topic {
    my ($object, $name, $parent) = @_;
    my $topic = RT::Topic->new($RT::SystemUser);
    my ($id, $message) = $topic->Create(
        Name => $name, Description => "About $name", Parent => $parent || 0,
        ObjectType => ref $object, ObjectId => $object->Id,
    );
    return check($id, $message);
}

sub article {
    my ($class, $name, $summary, $topics, %texts) = @_;
    my $article = RT::Article->new($RT::SystemUser);
    my ($id, $message) = $article->Create(Class => $class->Id, Name => $name, Summary => $summary, Topics => $topics);
    check($id, $message);
    for my $field (sort keys %texts) {
        my $of = RT::CustomField->new($RT::SystemUser);
        $of->LoadByCols(Name => $field, LookupType => 'RT::Class-RT::Article');
        check($article->AddCustomFieldValue(Field => $of->Id, Value => $_))
            for ref $texts{$field} ? @{ $texts{$field} } : $texts{$field};
    }
    return $article;
}

sub token {
    my ($user) = @_;
    my ($ok, $message, $said) = RT::AuthToken->new($RT::SystemUser)->Create(Owner => $user->Id, Description => 'Cuecard');
    check($ok, $message);
    print "$said\n";
}

sub fill {
    my $general = loaded('Class', 'General');
    my $billing = RT::Class->new($RT::SystemUser);
    check($billing->Create(Name => 'Billing', Description => 'Money'));
    field($billing, 'Answer', 'HTML');
    field($billing, 'For agents', 'Text');
    field($billing, 'Products', 'Select', 'Shoes', 'Coats');
    field($billing, 'Version', 'Freeform');
    my $money = topic($billing, 'Money & more');
    my $refunds = topic($billing, 'Refunds', $money);
    my $all = topic($RT::System, 'Everywhere');
    article($billing, 'Refund sent', 'A refund is on its way', [$refunds, $all],
        'Answer' => '<p>Your refund is <b>on its way</b>.</p>', 'For agents' => "Check the\nledger first.",
        'Products' => ['Shoes', 'Coats'], 'Version' => '3');
    article($billing, 'Old invoice', 'No more', [], 'Answer' => '<p>Old.</p>')->SetDisabled(1);
    article($general, 'Passwort zurücksetzen', 'Wie man es zurücksetzt', [], 'Content' => "Öffnen Sie „Konto“.\n\nDann „Passwort“.");
    article($general, 'Only a summary', 'We are open from nine to five.', []);
    article($general, 'To be deleted', 'Soon', [], 'Content' => 'Soon gone.');
    article($general, "Tip $_", '', [], 'Content' => "This is tip $_.") for 1 .. 99;

    my $agent = RT::User->new($RT::SystemUser);
    $agent->Load('root');
    token($agent);
    my $reader = RT::User->new($RT::SystemUser);
    check($reader->Create(Name => 'reader', EmailAddress => 'reader@shop.example', Privileged => 1));
    check($reader->PrincipalObj->GrantRight(Right => $_, Object => $billing)) for qw(SeeClass ShowArticle);
    check($reader->PrincipalObj->GrantRight(Right => $_, Object => $RT::System)) for qw(SeeCustomField ManageAuthTokens);
    token($reader);
}

sub change {
    my $refund = loaded('Article', 'Refund sent');
    check($refund->SetName('Refund on its way'));
    my $reset = loaded('Article', 'Passwort zurücksetzen');
    my $content = RT::CustomField->new($RT::SystemUser);
    $content->LoadByCols(Name => 'Content', LookupType => 'RT::Class-RT::Article');
    check($reset->AddCustomFieldValue(Field => $content->Id, Value => 'Schreiben Sie uns.'));
    check(loaded('Article', 'To be deleted')->Delete);
    check(loaded('Article', 'Tip 1')->SetDisabled(1));
    my $topic = RT::Topic->new($RT::SystemUser);
    $topic->LoadByCols(Name => 'Refunds');
    check($topic->SetName('Money back'));
}

binmode STDOUT, ':utf8';
$ARGV[0] eq 'fill' ? fill() : change();
