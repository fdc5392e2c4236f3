%% Connects with gen_sctp, sends "before", then, at a line on standard input, messages that live 300 ms, then, at another,
%% "after", and shuts down at a third. Prints what it sends and what happens.
-module(perishable).
-export([main/1]).
-include_lib("kernel/include/inet_sctp.hrl").

main([Local, Remote, Port]) ->
    {ok, LocalIp} = inet:parse_address(Local),
    {ok, RemoteIp} = inet:parse_address(Remote),
    {ok, Socket} = gen_sctp:open([{ip, LocalIp}, {sctp_nodelay, true}]),
    {ok, #sctp_assoc_change{assoc_id = Id} = Up} = gen_sctp:connect(Socket, RemoteIp, list_to_integer(Port), []),
    io:format("~p~n", [Up]),
    send(Socket, Id, 0, <<"before">>),
    Self = self(),
    spawn_link(fun() -> [begin io:get_line(""), Self ! next end || _ <- [1, 2, 3]] end),
    wait(Socket),
    [send(Socket, Id, 300, binary:copy(<<"lost">>, 250)) || _ <- lists:seq(1, 20)],
    send(Socket, Id, 300, binary:copy(<<"lost">>, 5000)),
    wait(Socket),
    send(Socket, Id, 0, <<"after">>),
    wait(Socket),
    ok = gen_sctp:eof(Socket, Up),
    finish(Socket),
    halt(0).

send(Socket, Id, Lifetime, Data) ->
    ok = gen_sctp:send(Socket, #sctp_sndrcvinfo{assoc_id = Id, stream = 1, timetolive = Lifetime}, Data),
    io:format("sent ~w bytes~n", [byte_size(Data)]).

%% Prints what happens until there is a line.
wait(Socket) ->
    receive
        next -> ok
    after 0 ->
            print(gen_sctp:recv(Socket, 100)),
            wait(Socket)
    end.

finish(Socket) ->
    case gen_sctp:recv(Socket, 30000) of
        {ok, {_, _, _, #sctp_assoc_change{} = Change}} -> io:format("~p~n", [Change]);
        Other ->
            print(Other),
            finish(Socket)
    end.

print({error, timeout}) -> ok;
print(Event) -> io:format("~P~n", [Event, 20]).
